import pulumi from "@pulumi/eslint-plugin";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Which room may import which other room (docs/architecture.md). A room may always import itself; tests may import anything. */
const arrows = {
    contract: [],
    infra: ["contract"],
    policies: ["contract"],
    smoke: ["contract"],
    scaling: ["contract"],
    report: ["contract"],
    forecast: ["contract", "scaling", "report"],
    local: ["contract", "scaling"],
    bench: ["contract", "forecast", "local"],
};

const zones = Object.entries(arrows).flatMap(([room, allowed]) =>
    Object.keys(arrows)
        .filter((other) => other !== room && !allowed.includes(other))
        .map((other) => ({
            target: `./${room}/**/!(*.test).ts`,
            from: `./${other}`,
            message: `${room} may import ${allowed.length > 0 ? allowed.join(" and ") : "no other room"}.`,
        })),
);

export default tseslint.config(
    { ignores: ["node_modules/", "**/dist/", ".laptop/"] },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strict, tseslint.configs.stylistic],
        plugins: { "@pulumi": pulumi, "import-x": importX },
        languageOptions: {
            parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
        },
        settings: { "import-x/resolver": { node: { extensions: [".ts", ".js"] } } },
        rules: {
            "import-x/no-restricted-paths": ["error", { zones }],
            "import-x/no-cycle": ["error", { ignoreExternal: true }],
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-misused-promises": "error",
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
        },
    },
    {
        files: ["infra/**/*.ts"],
        rules: { "@pulumi/no-output-in-template-literal": "error" },
    },
);
