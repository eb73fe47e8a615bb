export { type GateArgs, type GateResult, judgeRecording, judgeStacks } from "./gate";
export { judge, passes, type StackVerdict } from "./judge";
export { previewWith, type Verdict, verdict } from "./preview";
export { documentationAccount, type Mode, programModes, record, type Recording } from "./record";
