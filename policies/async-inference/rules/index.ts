import { type Rule } from "../../rule";
import { cooldownsFitTheWork } from "./cooldownsFitTheWork";
import { emptyFleetWakesUp } from "./emptyFleetWakesUp";
import { endpointConfigurationIsReplaceable } from "./endpointConfigurationIsReplaceable";
import { endpointsAreAsynchronous } from "./endpointsAreAsynchronous";
import { errorTopicIsSet } from "./errorTopicIsSet";
import { everyVariantIsScaled } from "./everyVariantIsScaled";
import { failurePathIsSet } from "./failurePathIsSet";
import { failuresRaiseAlarms } from "./failuresRaiseAlarms";
import { instanceTypeIsAllowed } from "./instanceTypeIsAllowed";
import { maxCapacityIsAffordable } from "./maxCapacityIsAffordable";
import { metricsHaveTheirDimensions } from "./metricsHaveTheirDimensions";
import { minCapacityIsZero } from "./minCapacityIsZero";
import { queueDrainsBeforeExpiry } from "./queueDrainsBeforeExpiry";
import { successTopicIsSet } from "./successTopicIsSet";
import { targetTracksTheBacklog } from "./targetTracksTheBacklog";
import { topicsAreHeard } from "./topicsAreHeard";
import { volumeKeyFitsTheInstanceType } from "./volumeKeyFitsTheInstanceType";

/** What keeps an async endpoint from scaling, or from telling anybody, without a word. */
export const rules: readonly Rule[] = [
    endpointsAreAsynchronous,
    everyVariantIsScaled,
    minCapacityIsZero,
    maxCapacityIsAffordable,
    emptyFleetWakesUp,
    targetTracksTheBacklog,
    metricsHaveTheirDimensions,
    cooldownsFitTheWork,
    errorTopicIsSet,
    successTopicIsSet,
    failurePathIsSet,
    topicsAreHeard,
    failuresRaiseAlarms,
    queueDrainsBeforeExpiry,
    instanceTypeIsAllowed,
    endpointConfigurationIsReplaceable,
    volumeKeyFitsTheInstanceType,
];
