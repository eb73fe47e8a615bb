/** Hours by which AWS's own calculator makes a month of an hourly price (AWS Pricing Calculator). */
export const hoursPerMonth = 730;

/** Where and when {@link hostingPrices} were right. */
export const hostingPricesOf = { region: "us-east-1", asOf: "2026-05-20" } as const;

/**
 * US dollars an hour that one instance of a hosting type costs on demand, in us-east-1 (us-west-2 has the same). The
 * asynchronous meter costs the same wherever a region offers it. Volume, requests and alarms come on top.
 *
 * Source: AWS Price List of AmazonSageMaker, as flexera-public/policy_templates keeps it (file changed on 2026-05-20). The list
 * is not complete: a type that is not here has a price all the same. ml.m6i is not in it for this region.
 */
export const hostingPrices: Readonly<Record<string, number>> = {
    "ml.m5.large": 0.115,
    "ml.m5.xlarge": 0.23,
    "ml.m5.2xlarge": 0.461,
    "ml.m5.4xlarge": 0.922,
    "ml.m7i.large": 0.121,
    "ml.m7i.xlarge": 0.242,
    "ml.m7i.2xlarge": 0.484,
    "ml.m7i.4xlarge": 0.968,
    "ml.c5.large": 0.102,
    "ml.c5.xlarge": 0.204,
    "ml.c5.2xlarge": 0.408,
    "ml.c5.4xlarge": 0.816,
    "ml.c6i.large": 0.102,
    "ml.c6i.xlarge": 0.204,
    "ml.c6i.2xlarge": 0.408,
    "ml.c6i.4xlarge": 0.816,
    "ml.g4dn.xlarge": 0.736,
    "ml.g4dn.2xlarge": 0.94,
    "ml.g4dn.4xlarge": 1.505,
    "ml.g5.xlarge": 1.408,
    "ml.g5.2xlarge": 1.515,
    "ml.g5.4xlarge": 2.03,
    "ml.g6.xlarge": 1.1267,
    "ml.g6.2xlarge": 1.222,
    "ml.g6.4xlarge": 1.654,
    "ml.p3.2xlarge": 3.825,
    "ml.inf1.xlarge": 0.297,
    "ml.inf2.xlarge": 0.99,
};

/** @returns US dollars an hour; undefined for a type whose price is not known here */
export function hostingPrice(instanceType: string): number | undefined {
    return Object.hasOwn(hostingPrices, instanceType) ? hostingPrices[instanceType] : undefined;
}
