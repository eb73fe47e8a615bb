import { PolicyPack } from "@pulumi/policy";

import { served } from "../rule";
import { rules } from "./rules";

// Pulumi's default level is advisory; a rule that names none must not become a mere remark.
new PolicyPack("security-baseline", { policies: served(rules), enforcementLevel: "mandatory" });
