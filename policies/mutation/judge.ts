import { type PolicyResource, type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";

import { type Rule, served } from "../rule";
import { ask, type Judgement, merge, notApplicable, nothing, type Policy } from "./judgement";
import { type Changed, changedPlaces, type Place } from "./places";
import { argumentsForRules, linked, linkedDependencies, policyResource, stackTags } from "./policyResources";
import { type RecordedResource } from "./recordedStack";

/**
 * Judges one stack, again and again with some of its resources changed. What the SDK's analyzer gives rules is given here too, but made
 * once and not for each judgement; and a stack rule that never looked at what has changed is not asked again, since it would
 * do again what it did.
 */
export class Judge {
    private readonly policies: readonly Policy[];
    private readonly read = new Map<string, { places: Set<Place>; judgement: Judgement }>();
    private readonly linked: PolicyResource[];

    /**
     * @param resources as a program registered them
     * @param config parameters of each rule
     */
    constructor(
        private readonly resources: readonly RecordedResource[],
        rules: readonly Rule[],
        private readonly config: Readonly<Record<string, object>> = {},
    ) {
        this.policies = served(rules) as readonly Policy[];
        this.linked = linked(resources);
    }

    /** Everything, each rule asked. */
    async all(): Promise<Judgement> {
        const judgement = nothing();
        for (const policy of this.policies) {
            for (const resource of this.resources) await this.askAbout(resource, policy, judgement);
            merge(judgement, (await this.base(policy)).judgement);
        }
        return judgement;
    }

    /**
     * What is said once these resources have changed. Of those that have not, only stack rules say something: resource rules look at one
     * resource alone. Not to be asked again before it has answered.
     */
    async changed(changed: Changed): Promise<Judgement> {
        const judgement = nothing();
        const places = changedPlaces(this.resources, changed);
        const bases = new Map<Policy, Awaited<ReturnType<Judge["base"]>>>();
        for (const policy of this.policies) {
            for (const resource of changed.values()) if (resource) await this.askAbout(resource, policy, judgement);
            bases.set(policy, await this.base(policy));
        }
        await this.with(changed, async (resources) => {
            for (const [policy, base] of bases) {
                if (places === "all" || places.some((place) => base.places.has(place))) {
                    await this.askAboutAll(policy, judgement, resources);
                } else merge(judgement, base.judgement);
            }
        });
        return judgement;
    }

    private async base(policy: Policy): Promise<{ places: Set<Place>; judgement: Judgement }> {
        const known = this.read.get(policy.name);
        if (known) return known;
        const base = { places: new Set<Place>(), judgement: nothing() };
        await this.askAboutAll(policy, base.judgement, linked(this.resources, base.places));
        this.read.set(policy.name, base);
        return base;
    }

    private async askAbout(resource: RecordedResource, policy: Policy, judgement: Judgement): Promise<void> {
        const { validateResource } = policy;
        if (!validateResource) return;
        const only = (validateResource as { __pulumiType?: string }).__pulumiType;
        if (only !== undefined && only !== resource.type) return;
        const args = { ...argumentsForRules(resource), getConfig: this.configOf(policy) };
        await ask(policy, judgement, (report) => validateResource(args as ResourceValidationArgs, report));
    }

    private async askAboutAll(policy: Policy, judgement: Judgement, resources: PolicyResource[]): Promise<void> {
        const { validateStack } = policy;
        if (!validateStack) return;
        const args = { resources: [...resources], getConfig: this.configOf(policy), notApplicable, stackTags };
        await ask(policy, judgement, (report) => validateStack(args as StackValidationArgs, report));
    }

    /** Those that have changed take the places of what they were, to which others are linked, and give them back. */
    private async with(changed: Changed, use: (resources: PolicyResource[]) => Promise<void>): Promise<void> {
        if ([...changed.values()].includes(null)) {
            const left = this.resources.flatMap(
                (resource, index) => changed.get(index) ?? (changed.has(index) ? [] : resource),
            );
            await use(linked(left));
            return;
        }
        const kept: (() => void)[] = [];
        for (const [index, resource] of changed) {
            const place = this.linked[index];
            if (!place || !resource) continue;
            const before = { ...place };
            kept.push(() => Object.assign(place, before));
            Object.assign(place, policyResource(resource));
            const byUrn = new Map(this.linked.map((other) => [other.urn, other]));
            place.propertyDependencies = linkedDependencies(resource, byUrn);
        }
        try {
            await use(this.linked);
        } finally {
            for (const restore of kept) restore();
        }
    }

    private configOf({ name }: Policy): <T extends object>() => T {
        return <T extends object>() => (this.config[name] ?? {}) as T;
    }
}
