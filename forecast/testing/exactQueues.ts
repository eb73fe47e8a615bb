/** What is known exactly of a queue in the long run; times in units of the mean service time. */
export interface ExactQueue {
    /** Share of customers that wait. */
    delayed: number;
    /** Mean wait. */
    wait: number;
    /** Mean number of waiting customers. */
    waiting: number;
}

/** M/M/c by Erlang's formulas (1917); `load` is the share of time that a server works. */
export function exponentialServers(servers: number, load: number): ExactQueue {
    const offered = servers * load;
    let blocked = 1;
    for (let server = 1; server <= servers; server++) blocked = (offered * blocked) / (server + offered * blocked);
    const delayed = blocked / (1 - load * (1 - blocked));
    const wait = delayed / (servers - offered);
    return { delayed, wait, waiting: offered * wait };
}

/**
 * M/D/c by Crommelin's argument (1932): all who are served now are gone one service time later and nobody else is, so the number in the
 * system one service time later is what was beyond the servers, and a Poisson number of arrivals.
 */
export function constantServers(servers: number, load: number): ExactQueue {
    const offered = servers * load;
    const arrivals = poisson(offered);
    let inSystem: Float64Array = new Float64Array(60 * servers + 600);
    inSystem[0] = 1;
    for (let change = 1; change > 1e-14;) {
        const later = new Float64Array(inSystem.length);
        inSystem.forEach((share, number) => {
            const left = Math.max(number - servers, 0);
            if (share > 1e-18)
                for (let i = 0; i < arrivals.length && left + i < later.length; i++)
                    later[left + i] = (later[left + i] as number) + share * (arrivals[i] as number);
        });
        change = later.reduce(
            (most, share, number) => Math.max(most, Math.abs(share - (inSystem[number] as number))),
            0,
        );
        inSystem = later;
    }
    const waiting = inSystem.reduce((sum, share, number) => sum + share * Math.max(number - servers, 0), 0);
    const delayed = inSystem.reduce((sum, share, number) => sum + (number >= servers ? share : 0), 0);
    return { delayed, wait: waiting / offered, waiting };
}

/** Shares of a Poisson number, up to where they no longer matter. */
function poisson(mean: number): number[] {
    const shares = [Math.exp(-mean)];
    while (shares.length < mean || (shares.at(-1) as number) > 1e-18)
        shares.push(((shares.at(-1) as number) * mean) / shares.length);
    return shares;
}
