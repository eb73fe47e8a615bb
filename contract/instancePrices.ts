import { hostingPrices } from "./hostingPrices";

/** Hours by which AWS's own calculator makes a month of an hourly price (AWS Pricing Calculator). */
export const hoursPerMonth = 730;

/** The region whose prices count where none is said, and the day on which all of them were right. */
export const hostingPricesOf = { region: "us-east-1", asOf: "2026-05-20" } as const;

/** Regions of which any price is known here, in alphabetical order. */
export const pricedRegions: readonly string[] = Object.keys(hostingPrices).sort();

/** @returns types whose price in that region is known here, by family and size; none for a region that is not in {@link pricedRegions} */
export function pricedInstanceTypes(region: string): readonly string[] {
    return Object.keys(pricesIn(region));
}

/**
 * What one instance costs on demand, by AWS's list.
 *
 * @returns US dollars an hour; undefined where that region's price of the type is not known here: never another region's
 */
export function hostingPrice(instanceType: string, region: string = hostingPricesOf.region): number | undefined {
    const prices = pricesIn(region);
    return Object.hasOwn(prices, instanceType) ? prices[instanceType] : undefined;
}

function pricesIn(region: string): Readonly<Record<string, number>> {
    return (Object.hasOwn(hostingPrices, region) ? hostingPrices[region] : undefined) ?? {};
}

/** What a price from here leaves open. */
export type PriceNote = "date" | "availability" | "meter" | "extras";

/** A sentence for each, for whoever shows an amount of money. */
export const priceNotes: Readonly<Record<PriceNote, string>> = {
    date: `Prices are AWS's list prices for hosting on demand as of ${hostingPricesOf.asOf}, without taxes, discounts and savings plans.`,
    // Third-party: a region's list of meters (eu-west-3 without ml.g4dn.xlarge), and aws-samples/amazon-scalable-infra-discord-diffusion #1.
    availability:
        "Not every region offers every instance type for asynchronous endpoints; whether yours does, this list does not know.",
    // Third-party, on one type: the offer file has ml.g6e.2xlarge at the same price under Host: and AsyncInf:.
    meter: "Asynchronous endpoints have a meter of their own, which is assumed to cost what hosting costs.",
    extras: "Volumes, data processing, requests to S3, alarms, keys and logs cost extra.",
};
