import { type Policies } from "@pulumi/policy";

import { bucketsBlockPublicAccess } from "./rules/bucketsBlockPublicAccess";

/** What every stack that holds other people's text owes them. */
export const policies: Policies = [bucketsBlockPublicAccess];
