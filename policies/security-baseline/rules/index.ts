import { type Rule } from "../../rule";
import { bucketsBlockPublicAccess } from "./bucketsBlockPublicAccess";
import { bucketsEncryptWithAKey } from "./bucketsEncryptWithAKey";
import { bucketsExpireObjects } from "./bucketsExpireObjects";
import { bucketsRefusePlainHttp } from "./bucketsRefusePlainHttp";
import { executionRoleStaysWithItsOwn } from "./executionRoleStaysWithItsOwn";
import { githubTrustIsExact } from "./githubTrustIsExact";
import { iamGrantsAreNarrow } from "./iamGrantsAreNarrow";
import { imagesArePinned } from "./imagesArePinned";
import { keysAdmitTheirUsers } from "./keysAdmitTheirUsers";
import { keysRotateAndWait } from "./keysRotateAndWait";
import { logsExpire } from "./logsExpire";
import { modelsAreIsolated } from "./modelsAreIsolated";
import { modelsRunInAVpc } from "./modelsRunInAVpc";
import { noBroadManagedPolicies } from "./noBroadManagedPolicies";
import { passRoleIsNarrow } from "./passRoleIsNarrow";
import { resourcePoliciesAreNotPublic } from "./resourcePoliciesAreNotPublic";
import { resourcesAreTagged } from "./resourcesAreTagged";
import { serviceTrustNamesItsSource } from "./serviceTrustNamesItsSource";
import { tablesCanBeRestored } from "./tablesCanBeRestored";
import { topicsAndQueuesAreEncrypted } from "./topicsAndQueuesAreEncrypted";

/** What every stack that holds other people's text owes them. */
export const rules: readonly Rule[] = [
    bucketsBlockPublicAccess,
    bucketsRefusePlainHttp,
    bucketsEncryptWithAKey,
    bucketsExpireObjects,
    resourcePoliciesAreNotPublic,
    topicsAndQueuesAreEncrypted,
    keysAdmitTheirUsers,
    iamGrantsAreNarrow,
    noBroadManagedPolicies,
    passRoleIsNarrow,
    serviceTrustNamesItsSource,
    executionRoleStaysWithItsOwn,
    tablesCanBeRestored,
    keysRotateAndWait,
    logsExpire,
    modelsAreIsolated,
    modelsRunInAVpc,
    imagesArePinned,
    resourcesAreTagged,
    githubTrustIsExact,
];
