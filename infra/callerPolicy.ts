import { Policy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { type Names, type Place, prefixes } from "../contract/names";
import { keyGrant } from "./keyGrant";
import { policyDocument } from "./policyDocument";

export interface CallerPolicyArgs {
    place: Place;
    names: Names;
}

/** A managed policy for whoever has articles summarized. Attach it to users and roles. */
export class CallerPolicy extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: CallerPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:CallerPolicy", name, args, opts);
        const policy = new Policy(
            name,
            {
                name: args.names.callerPolicy.name,
                description: `Put articles, have endpoint ${args.names.endpoint.name} summarize them, get the results`,
                policy: callerPolicy(args),
            },
            { parent: this },
        );
        this.arn = policy.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

/**
 * No s3:ListBucket: a caller cannot see other callers' keys, and so S3 answers 403, not 404, for a result that is not
 * there yet.
 */
export function callerPolicy({ place, names }: CallerPolicyArgs): string {
    const { inputBucket, outputBucket, endpoint } = names;
    return policyDocument(
        {
            Sid: "PutArticles",
            Effect: "Allow",
            Action: "s3:PutObject",
            Resource: `${inputBucket.arn}/${prefixes.input}*`,
        },
        { Sid: "Invoke", Effect: "Allow", Action: "sagemaker:InvokeEndpointAsync", Resource: endpoint.arn },
        {
            Sid: "GetResults",
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: [`${outputBucket.arn}/${prefixes.output}*`, `${outputBucket.arn}/${prefixes.failure}*`],
        },
        keyGrant(place, names, ["s3"], ["kms:Decrypt", "kms:GenerateDataKey"]),
    );
}
