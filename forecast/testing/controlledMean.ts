/** A mean over batches of one long run, with the half of its 95 % confidence interval. */
export interface BatchMean {
    mean: number;
    halfWidth: number;
}

/**
 * Mean of a quantity over batches of one long run, freed of what is explained by quantities whose mean is known to be 0 (control variates).
 * Source: Law, "Simulation Modeling and Analysis", 5th edition, 9.5.3 (batch means) and 11.4 (control variates).
 *
 * @param values one per batch, about a hundred
 * @param controls each with one deviation from its known mean per batch
 */
export function controlledMean(values: readonly number[], controls: readonly (readonly number[])[]): BatchMean {
    let freed = values;
    let left = controls;
    // One control after the other is taken out of the values and of the controls that follow: least squares without a matrix.
    for (let control = left[0]; control; control = left[0]) {
        const explaining = control;
        freed = without(freed, explaining);
        left = left.slice(1).map((other) => without(other, explaining));
    }
    const mean = average(freed);
    const squares = freed.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = squares / (values.length - 1 - controls.length) / values.length;
    // 1.985: Student's 97.5 % quantile for about a hundred batches.
    return { mean, halfWidth: 1.985 * Math.sqrt(variance) };
}

/** What a control does not explain. */
function without(values: readonly number[], control: readonly number[]): number[] {
    const weight = covariance(values, control) / covariance(control, control);
    return values.map((value, batch) => value - weight * (control[batch] as number));
}

function covariance(one: readonly number[], other: readonly number[]): number {
    const [meanOne, meanOther] = [average(one), average(other)];
    return average(one.map((value, batch) => (value - meanOne) * ((other[batch] as number) - meanOther)));
}

function average(values: readonly number[]): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
