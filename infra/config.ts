import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getPartition } from "@pulumi/aws/getPartition";
import { getRegion } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

import { huggingFaceImage } from "../contract/huggingFaceImage";
import { type Names, type Place, resourceNames } from "../contract/names";
import { parseSettings, type Settings, SettingsError } from "../contract/settings";

/** All that is known before any resource is made. */
export interface Configuration {
    settings: Settings;
    place: Place;
    names: Names;
    /** The own image, or the Hugging Face image of the region. */
    image: string;
}

/**
 * Reads and checks the stack's configuration, then asks AWS where it is.
 *
 * @throws pulumi.RunError for a value that cannot be used; AWS is asked nothing before every value is checked
 */
export async function loadConfiguration(): Promise<Configuration> {
    try {
        const settings = loadSettings();
        const configuredRegion = new pulumi.Config("aws").get("region");
        if (configuredRegion !== undefined) modelImage(settings, configuredRegion);
        const place = await currentPlace();
        return { settings, place, names: resourceNames(place, settings), image: modelImage(settings, place.region) };
    } catch (error) {
        throw error instanceof SettingsError ? configurationError(error.message) : error;
    }
}

/** Every key of the project's namespace, so that one which is misspelled does not just do nothing. */
function loadSettings(): Settings {
    const namespace = `${pulumi.getProject()}:`;
    const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(namespace));
    const settings = parseSettings(Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), value])));
    if (settings.hubToken !== "" && !isConfigSecret(`${namespace}hubToken`)) {
        throw new SettingsError(
            "summarizer:hubToken is set in plain text, but must be a secret: pulumi config set --secret hubToken",
        );
    }
    return settings;
}

/** In the SDK but not in its typings. */
function isConfigSecret(key: string): boolean {
    return (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(key);
}

function modelImage(settings: Settings, region: string): string {
    return settings.image === "" ? huggingFaceImage(region, settings.instanceType) : settings.image;
}

async function currentPlace(): Promise<Place> {
    const [{ accountId }, { region }, { partition }] = await Promise.all([
        getCallerIdentity(),
        getRegion(),
        getPartition(),
    ]);
    return { project: pulumi.getProject(), stack: pulumi.getStack(), partition, region, accountId };
}

/** Prints as its message alone. A stack would help nobody here, and Node 20 takes long to print one. */
function configurationError(message: string): pulumi.RunError {
    const error = new pulumi.RunError(message);
    error.stack = message;
    return error;
}
