import { resolve } from "node:path";

import { Command } from "commander";

import { SettingsError } from "../../contract/settings";
import { ProjectError } from "../../contract/project";
import { printable, printedPermissions, type PrintOptions, UsageError } from "./printedPermissions";

const root = resolve(__dirname, "../..");

async function main(): Promise<void> {
    const { print, ...options } = new Command("permissions")
        .description(
            "Prints permissions as JSON for one stack. Without --print: records them anew, on Pulumi's own engine, and writes documents and docs.",
        )
        .option("--print <name>", `what to print: ${printable}`)
        .option("--stack <name>", "stack that they are for", "dev")
        .option("--account <id>", "AWS account, twelve digits")
        .option("--region <region>", "AWS region (default: that of the stack's configuration, or us-east-1)")
        .option("--partition <partition>", "aws, aws-cn or aws-us-gov", "aws")
        .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
        .parse()
        .opts<PrintOptions & { print?: string }>();
    if (print !== undefined) {
        process.stdout.write(`${JSON.stringify(printedPermissions(print, options, root), undefined, 2)}\n`);
        return;
    }
    // Only now: it loads all of the laptop AWS.
    const { recordAnew } = await import("./recordAnew");
    await recordAnew((step) => void process.stderr.write(`${step}\n`));
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    const badInput = error instanceof UsageError || error instanceof ProjectError || error instanceof SettingsError;
    process.exitCode = badInput ? 2 : 1;
});
