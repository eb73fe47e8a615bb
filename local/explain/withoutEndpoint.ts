import { inventedOutputs } from "../engine/inventedOutputs";
import { type Place } from "../engine/invokes";
import { type Provider } from "../engine/provider";

/**
 * Makes up what has no policy of its own, the endpoint and its scaling, and makes everything else. So a program can be asked whose
 * endpoint would not start for lack of the very grant that the question is about.
 */
export function withoutEndpoint(provider: Provider, place: Place): Provider {
    return {
        ...provider,
        create: async (type, inputs) => {
            const known = { urn: `${type} ${JSON.stringify(inputs)}`, inputs, automatic: "" };
            const invented = /^aws:(sagemaker|appautoscaling)\//.test(type)
                ? inventedOutputs(type, known, place)
                : undefined;
            return invented ?? provider.create(type, inputs);
        },
    };
}
