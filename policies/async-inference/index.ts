import { PolicyPack } from "@pulumi/policy";

import { policies } from "./policies";

// Pulumi's default level is advisory; a rule that names none must not become a mere remark.
new PolicyPack("async-inference", { policies, enforcementLevel: "mandatory" });
