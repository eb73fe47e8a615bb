/**
 * How a rule says that it will judge later: by a reason for not being applicable, which Pulumi's engine does not print and the
 * gate collects, to judge where outputs are known. Called last, since it ends the rule; what was reported before it counts.
 *
 * @param paths what is an output: `policy`, `asyncInferenceConfig.outputConfig.notificationConfig.errorTopic`
 */
export function deferUntilKnown(args: { notApplicable(reason?: string): never }, paths: readonly string[]): void {
    if (paths.length === 0) return;
    args.notApplicable(
        `deferred: ${paths.join(", ")} ${paths.length === 1 ? "is" : "are"} known only after deployment`,
    );
}
