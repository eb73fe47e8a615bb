import { type Rule } from "../../rule";
import { errorTopicIsSet } from "./errorTopicIsSet";
import { minCapacityIsZero } from "./minCapacityIsZero";
import { successTopicIsSet } from "./successTopicIsSet";

/** What keeps an async endpoint from scaling, or from telling anybody, without a word. */
export const rules: readonly Rule[] = [minCapacityIsZero, errorTopicIsSet, successTopicIsSet];
