import { after, before } from "mocha";

import { SimulatedClock } from "../../cloud/clock";
import { Cloud } from "../../cloud/cloud";
import { accessKeys } from "../../cloud/iam/identities";
import { startWire, type Wire } from "../server";

/** A wire around a real cloud on a manual clock, for as long as the tests of one `describe` run. */
export interface LaptopFixture {
    cloud: Cloud;
    wire: Wire;
    /** What the SDK's clients are made with. */
    config: {
        endpoint: string;
        region: string;
        credentials: { accessKeyId: string; secretAccessKey: string };
    };
    /** Errors that no service meant; a test that expects none need not look: there must be none at the end. */
    defects: unknown[];
}

/** Those of the owner of the laptop, who may do everything. */
export const credentials = accessKeys.administrator;

/** Far from the wall clock, as simulated time is sooner or later. */
export const start = new Date("2026-01-01T00:00:00Z");

export function laptopFixture(region = "us-east-1"): LaptopFixture {
    const fixture = { defects: [] } as unknown as LaptopFixture;
    before(async () => {
        const containers = { start: () => Promise.reject(new Error("no containers in this test")) };
        fixture.cloud = new Cloud({ clock: new SimulatedClock(start), containers, region });
        fixture.wire = await startWire(fixture.cloud, { onDefect: (error) => fixture.defects.push(error) });
        fixture.config = { endpoint: fixture.wire.url, region, credentials };
    });
    after(async () => {
        await fixture.wire.close();
        await fixture.cloud.close();
        if (fixture.defects.length > 0) throw fixture.defects[0];
    });
    return fixture;
}
