import { AwsError, validationException } from "../awsError";
import { type Call } from "../context";

/**
 * Whether a role can read a model's artifact, as CreateModel asks.
 *
 * @param url `s3://bucket/key`
 * @throws AwsError ValidationException, as SageMaker words it (philschmid/llm-sagemaker-sample #2)
 */
export async function requireModelData(call: Call, url: string, roleArn: string, region: string): Promise<void> {
    await read(
        () => call("s3", "HeadObject", locationOf(url)),
        () =>
            validationException(
                `Could not access model data at ${url}. Please ensure that the role "${roleArn}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${region}. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`,
            ),
    );
}

/**
 * Every instance that starts downloads it. What it holds is of no use to a stand-in.
 *
 * @throws AwsError with the FailureReason of an endpoint, in SageMaker's words
 *     (aws-solutions-library-samples/fraud-detection-using-machine-learning #9)
 */
export async function downloadModelData(call: Call, url: string): Promise<void> {
    await read(
        () => call("s3", "GetObject", locationOf(url)),
        () =>
            validationException(
                `Failed to download model data for container "container_1" from URL: "${url}". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`,
            ),
    );
}

async function read(attempt: () => Promise<unknown>, refused: () => AwsError): Promise<void> {
    try {
        await attempt();
    } catch (error) {
        // What the laptop AWS cannot decide is no refusal.
        if (!(error instanceof AwsError) || error.code === "NotImplemented") throw error;
        throw refused();
    }
}

function locationOf(url: string): { Bucket: string | undefined; Key: string | undefined } {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
    return { Bucket, Key };
}
