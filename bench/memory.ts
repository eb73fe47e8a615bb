import { memoryOf } from "./forecast";

process.stdout.write(String(memoryOf(Number(process.argv[2]))));
