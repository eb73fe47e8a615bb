import { type Policies } from "@pulumi/policy";

import { errorTopicIsSet } from "./rules/errorTopicIsSet";
import { minCapacityIsZero } from "./rules/minCapacityIsZero";
import { successTopicIsSet } from "./rules/successTopicIsSet";

/** What keeps an async endpoint from scaling, or from telling anybody, without a word. */
export const policies: Policies = [minCapacityIsZero, errorTopicIsSet, successTopicIsSet];
