import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

export interface EndpointLogsArgs {
    /** `/aws/sagemaker/Endpoints/<endpoint>`: SageMaker writes to this group and no other. */
    logGroupName: string;
    retentionInDays: number;
}

/**
 * Where the containers' output goes. SageMaker makes the group itself when it is not there, but then nothing in it ever expires;
 * so it has to be made before the endpoint. A component of its own: a group that SageMaker has made already can be imported
 * into it, whatever else of the stack exists (docs/operations.md).
 */
export class EndpointLogs extends pulumi.ComponentResource {
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: EndpointLogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:EndpointLogs", name, args, opts);
        const group = new LogGroup(
            name,
            { name: args.logGroupName, retentionInDays: args.retentionInDays },
            { parent: this },
        );
        this.logGroupName = group.name;
        this.registerOutputs({ logGroupName: this.logGroupName });
    }
}
