/** What a policy says cannot be judged here. It is an error for whoever is concerned by its statement: neither a pass nor a refusal. */
export class UnknownCondition extends Error {
    override readonly name = "UnknownCondition";

    /** @param what what is not known, e.g. `condition key aws:PrincipalTag/team` */
    static of(what: string): UnknownCondition {
        return new UnknownCondition(`The laptop AWS does not know the ${what}.`);
    }
}
