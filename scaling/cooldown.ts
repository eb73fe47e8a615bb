/** Cooldowns of one policy. AWS's default for SageMaker variants is 300 s each. */
export interface Cooldowns {
    scaleOutSeconds: number;
    scaleInSeconds: number;
}

/** What of a policy's own history its cooldowns need. Times are seconds of whatever clock the caller has. */
export interface CooldownState {
    /** Instances that the scale-out which started the cooldown added; they count towards the next. */
    readonly added: number;
    /** `Infinity` while the scale-out is under way: the cooldown counts from its end. */
    readonly scaleOutEndsAt: number;
    readonly scaleInEndsAt: number;
}

export const noCooldown: CooldownState = { added: 0, scaleOutEndsAt: -Infinity, scaleInEndsAt: -Infinity };

/**
 * Capacity that a policy's cooldowns leave of what it asks for; `current` when they leave nothing.
 *
 * During a scale-out cooldown only a larger scale-out passes, and what the first one added is part of it: with 2 added,
 * +3 adds 1 more. During a scale-in cooldown nothing is removed, and a scale-out is not held up. (AWS: Application Auto
 * Scaling User Guide, cooldown periods. That every kind of policy is then reckoned from the capacity before the first
 * scale-out is inferred from the guide's example with steps.)
 *
 * @param ask what the policy asks for, given a number of instances
 */
export function capacityAfterCooldown(
    state: CooldownState,
    now: number,
    current: number,
    ask: (capacity: number) => number,
): number {
    const asked = ask(current);
    if (asked < current) return now < state.scaleInEndsAt ? current : asked;
    if (asked === current || now >= state.scaleOutEndsAt) return asked;
    return Math.max(current, ask(Math.max(0, current - state.added)));
}

/** The policy's action begins: `from` instances become `to`. */
export function scalingStarted(state: CooldownState, now: number, from: number, to: number): CooldownState {
    if (to < from) return { ...state, scaleInEndsAt: Infinity };
    const before = now < state.scaleOutEndsAt ? state.added : 0;
    return { added: before + to - from, scaleOutEndsAt: Infinity, scaleInEndsAt: -Infinity };
}

/**
 * The policy's action is fulfilled: its cooldown begins. Counting from fulfilment is inferred from "after a successful
 * scale-out" and from activities that last until the service has the instances.
 */
export function scalingFulfilled(state: CooldownState, now: number, cooldowns: Cooldowns): CooldownState {
    return {
        added: state.added,
        scaleOutEndsAt: state.scaleOutEndsAt === Infinity ? now + cooldowns.scaleOutSeconds : state.scaleOutEndsAt,
        scaleInEndsAt: state.scaleInEndsAt === Infinity ? now + cooldowns.scaleInSeconds : state.scaleInEndsAt,
    };
}

/** The policy's action came to nothing: only a successful one starts a cooldown (documented). */
export function scalingFailed(state: CooldownState): CooldownState {
    return {
        added: state.scaleOutEndsAt === Infinity ? 0 : state.added,
        scaleOutEndsAt: state.scaleOutEndsAt === Infinity ? -Infinity : state.scaleOutEndsAt,
        scaleInEndsAt: state.scaleInEndsAt === Infinity ? -Infinity : state.scaleInEndsAt,
    };
}

/** Another policy of the same target scales out: that ends a scale-in cooldown (documented). */
export function otherPolicyScaledOut(state: CooldownState): CooldownState {
    return state.scaleInEndsAt === -Infinity ? state : { ...state, scaleInEndsAt: -Infinity };
}

/**
 * A policy's cooldowns when capacity begins to change from `from` to `to`.
 *
 * @param own whether it is this policy that changes it; another policy's scale-out ends a scale-in cooldown, its scale-in does nothing
 */
export function cooldownAtStart(
    state: CooldownState,
    own: boolean,
    now: number,
    from: number,
    to: number,
): CooldownState {
    if (own) return scalingStarted(state, now, from, to);
    return to > from ? otherPolicyScaledOut(state) : state;
}

/** A policy's cooldowns when its change has ended: fulfilled by the service, or overridden by another change before it was. */
export function cooldownAtEnd(
    state: CooldownState,
    outcome: "fulfilled" | "overridden",
    now: number,
    cooldowns: Cooldowns,
): CooldownState {
    return outcome === "fulfilled" ? scalingFulfilled(state, now, cooldowns) : scalingFailed(state);
}
