import { type Permission } from "../iam/access";
import { accessDeniedException, type Place, type ServicePermissions } from "../iam/operationPermissions";
import { sageMakerArn } from "./sageMakerArn";

type Kind = Parameters<typeof sageMakerArn>[1];

/** What is given tags when it is made takes leave for these too (AWS: SageMaker API Reference, AddTags). */
function tagging(input: { Tags?: readonly unknown[] | undefined }, resource: string): readonly Permission[] {
    return input.Tags?.length ? [{ action: "sagemaker:AddTags", resource }] : [];
}

/** One action on one kind of resource, named by one member of the input. */
function on<M extends string>(action: string, kind: Kind, member: M) {
    return (input: Readonly<Record<M, string | undefined>>, place: Place): readonly Permission[] => [
        { action: `sagemaker:${action}`, resource: sageMakerArn(place, kind, String(input[member])) },
    ];
}

/** An endpoint is made or changed from a configuration: the action is asked of both. */
function onBoth(action: string) {
    const onEndpoint = on(action, "endpoint", "EndpointName");
    const onConfig = on(action, "endpoint-config", "EndpointConfigName");
    return (
        input: { EndpointName: string | undefined; EndpointConfigName: string | undefined },
        place: Place,
    ): readonly Permission[] => [...onEndpoint(input, place), ...onConfig(input, place)];
}

/**
 * AWS: Service Authorization Reference, SageMaker AI. CreateModel asks for `iam:PassRole` as well, CreateEndpoint and
 * UpdateEndpoint for the key of the volumes, DeleteEndpoint for what it deregisters: they do so themselves.
 */
export const sageMakerPermissions: ServicePermissions<"sagemaker"> = {
    operations: {
        CreateModel: (input, place) => [
            ...on("CreateModel", "model", "ModelName")(input, place),
            ...tagging(input, sageMakerArn(place, "model", String(input.ModelName))),
        ],
        DescribeModel: on("DescribeModel", "model", "ModelName"),
        DeleteModel: on("DeleteModel", "model", "ModelName"),
        CreateEndpointConfig: (input, place) => [
            ...on("CreateEndpointConfig", "endpoint-config", "EndpointConfigName")(input, place),
            ...tagging(input, sageMakerArn(place, "endpoint-config", String(input.EndpointConfigName))),
        ],
        DescribeEndpointConfig: on("DescribeEndpointConfig", "endpoint-config", "EndpointConfigName"),
        DeleteEndpointConfig: on("DeleteEndpointConfig", "endpoint-config", "EndpointConfigName"),
        CreateEndpoint: (input, place) => [
            ...onBoth("CreateEndpoint")(input, place),
            ...tagging(input, sageMakerArn(place, "endpoint", String(input.EndpointName))),
        ],
        UpdateEndpoint: onBoth("UpdateEndpoint"),
        DescribeEndpoint: on("DescribeEndpoint", "endpoint", "EndpointName"),
        UpdateEndpointWeightsAndCapacities: on("UpdateEndpointWeightsAndCapacities", "endpoint", "EndpointName"),
        DeleteEndpoint: on("DeleteEndpoint", "endpoint", "EndpointName"),
        ListEndpoints: () => [{ action: "sagemaker:ListEndpoints", resource: "*" }],
    },
    refusal: accessDeniedException,
};
