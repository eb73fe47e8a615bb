import {
    AnalyzeRequest,
    AnalyzerPropertyDependencies,
    AnalyzerProviderResource,
    AnalyzerResource,
    AnalyzerResourceOptions,
    AnalyzeStackRequest,
    ConfigureAnalyzerRequest,
    EnforcementLevel,
    PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";

import { type RuleLevel, type RuleSetting } from "./packInfo";
import { toStruct } from "./properties";
import { type RegisteredResource } from "./registeredResource";

/** One resource, by its inputs. */
export function analyzeRequest(resource: RegisteredResource): AnalyzeRequest {
    const request = new AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(resource.urn);
    request.setProperties(toStruct(resource.inputs));
    request.setOptions(options(resource));
    request.setProvider(provider(resource));
    return request;
}

/** All resources of a stack, by their outputs. */
export function analyzeStackRequest(resources: readonly RegisteredResource[]): AnalyzeStackRequest {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(resources.map(analyzerResource));
    return request;
}

/** How each rule is set. */
export function configureRequest(settings: ReadonlyMap<string, RuleSetting>): ConfigureAnalyzerRequest {
    const request = new ConfigureAnalyzerRequest();
    for (const [rule, { level, parameters }] of settings) {
        const config = new PolicyConfig();
        config.setEnforcementlevel(levels[level]);
        config.setProperties(toStruct(parameters));
        request.getPolicyconfigMap().set(rule, config);
    }
    return request;
}

const levels: Record<RuleLevel, number> = {
    advisory: EnforcementLevel.ADVISORY,
    mandatory: EnforcementLevel.MANDATORY,
    disabled: EnforcementLevel.DISABLED,
    remediate: EnforcementLevel.REMEDIATE,
};

function options(resource: RegisteredResource): AnalyzerResourceOptions {
    const message = new AnalyzerResourceOptions();
    message.setProtect(resource.options.protect);
    message.setIgnorechangesList(resource.options.ignoreChanges);
    message.setDeletebeforereplace(resource.options.deleteBeforeReplace);
    message.setDeletebeforereplacedefined(resource.options.deleteBeforeReplace);
    message.setAdditionalsecretoutputsList(resource.options.additionalSecretOutputs);
    message.setParent(resource.parent);
    return message;
}

function provider({ provider }: RegisteredResource): AnalyzerProviderResource | undefined {
    if (!provider) return undefined;
    const message = new AnalyzerProviderResource();
    message.setType(provider.type);
    message.setUrn(provider.urn);
    message.setName(provider.name);
    message.setProperties(toStruct(provider.properties));
    return message;
}

function analyzerResource(resource: RegisteredResource): AnalyzerResource {
    const message = new AnalyzerResource();
    message.setType(resource.type);
    message.setName(resource.name);
    message.setUrn(resource.urn);
    message.setProperties(toStruct(resource.outputs));
    message.setOptions(options(resource));
    message.setProvider(provider(resource));
    message.setParent(resource.parent);
    message.setDependenciesList(resource.dependencies);
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const dependencies = new AnalyzerPropertyDependencies();
        dependencies.setUrnsList(urns);
        message.getPropertydependenciesMap().set(property, dependencies);
    }
    return message;
}
