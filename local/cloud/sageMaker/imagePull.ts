import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller } from "../iam/principal";

/** In the order in which a registry is asked: log in, the manifest, which layers there are, the layers. */
const onRepository = ["BatchGetImage", "BatchCheckLayerAvailability", "GetDownloadUrlForLayer"] as const;

/**
 * Whether a role may pull an image, as every instance does that starts (AWS: ECR User Guide, "Amazon ECR identity-based policy
 * examples"). Nothing is pulled: the laptop AWS has no registry, and its containers are stand-ins. An image that is not in ECR
 * needs no leave.
 *
 * @throws AwsError with the FailureReason of an endpoint; SageMaker's words (aws/sagemaker-python-sdk #2002), which are public
 *     for BatchGetImage only
 */
export function requireImagePull({ access, partition }: Context, by: Caller, roleArn: string, image: string): void {
    const repository = repositoryArn(image, partition);
    if (repository === undefined) return;
    const ask = (name: string, resource: string): void => {
        const refusal = (): AwsError =>
            new AwsError(
                "AccessDeniedException",
                `The role '${roleArn}' does not have ${name} permission for the image: '${image}'.`,
            );
        access.require(by, { action: `ecr:${name}`, resource }, refusal);
    };
    ask("GetAuthorizationToken", "*");
    for (const name of onRepository) ask(name, repository);
}

/** The repository of `<account>.dkr.ecr.<region>.<suffix>/<repository>`, with a tag or a digest or without; undefined: not in ECR. */
function repositoryArn(image: string, partition: string): string | undefined {
    const [, account, region, name] =
        /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image) ?? [];
    if (name === undefined) return undefined;
    return `arn:${partition}:ecr:${String(region)}:${String(account)}:repository/${name}`;
}
