import { type Rule } from "../../rule";
import { bucketsBlockPublicAccess } from "./bucketsBlockPublicAccess";

/** What every stack that holds other people's text owes them. */
export const rules: readonly Rule[] = [bucketsBlockPublicAccess];
