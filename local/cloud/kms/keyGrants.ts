import { randomBytes } from "node:crypto";

import {
    type CreateGrantCommandInput,
    type GrantOperation,
    type ListGrantsCommandInput,
    type RetireGrantCommandInput,
    type RevokeGrantCommandInput,
} from "@aws-sdk/client-kms";

import { AwsError, validationException } from "../awsError";
import { denialMessage } from "../iam/access";
import { evaluate, type KeyGrant } from "../iam/evaluation";
import { accessDeniedException } from "../iam/operationPermissions";
import { type Caller } from "../iam/principal";
import { page } from "../page";
import { grantNotImplemented, grantTerms, type GrantTerms } from "./grantRules";
import { type Key, notAllowedByKey } from "./keys";
import { KeyStates } from "./keyStates";
import { kmsPermissions } from "./kmsPermissions";
import { notFound, range } from "./kmsRules";

interface Grant extends GrantTerms, KeyGrant {
    readonly keyId: string;
    readonly created: Date;
    /** Twelve digits: of who made it. */
    readonly issuer: string;
    readonly operations: readonly GrantOperation[];
}

/** One of ListGrants. */
export interface ListedGrant {
    /** The key's ARN. */
    KeyId: string;
    GrantId: string;
    Name: string;
    CreationDate: Date;
    GranteePrincipal: string;
    RetiringPrincipal?: string;
    /** ARN of the account's root. */
    IssuingAccount: string;
    Operations: GrantOperation[];
}

/** Leave to use a key that its policy does not give. A grant holds at once; AWS takes up to five minutes without its token. */
export abstract class KeyGrants extends KeyStates {
    private readonly grants = new Map<string, Grant>();
    private readonly tokens = new Map<string, string>();

    /**
     * The same grant again is the one that is there, if it has a name (AWS: KMS API Reference, CreateGrant, `Name`).
     *
     * @throws AwsError ValidationException, InvalidArnException, AccessDeniedException (400), NotImplemented (501)
     */
    async CreateGrant(input: CreateGrantCommandInput, by?: Caller): Promise<{ GrantToken: string; GrantId: string }> {
        const key = this.usable(this.find(input.KeyId));
        const terms = grantTerms(input);
        this.checkDelegation(key, input, by);
        const issuer = by?.principal.kind === "identity" ? by.principal.accountId : this.context.accountId;
        const made = { ...terms, keyId: key.id, issuer };
        const known = terms.name === undefined ? undefined : this.ofKey(key).find((grant) => isSame(grant, made));
        const id = known?.id ?? randomBytes(32).toString("hex");
        if (!known) this.grants.set(id, { ...made, id, created: this.context.clock.date() });
        const GrantToken = randomBytes(48).toString("base64");
        this.tokens.set(GrantToken, id);
        return { GrantToken, GrantId: id };
    }

    async ListGrants(
        input: ListGrantsCommandInput,
    ): Promise<{ Grants: ListedGrant[]; Truncated: boolean; NextMarker?: string }> {
        const key = this.find(input.KeyId);
        if (input.GranteeServicePrincipal !== undefined) throw grantNotImplemented("GranteeServicePrincipal");
        if (input.Limit !== undefined) range(input.Limit, "limit", 1, 100);
        const grants = this.ofKey(key).filter(
            ({ id, grantee }) => (input.GrantId ?? id) === id && (input.GranteePrincipal ?? grantee) === grantee,
        );
        const { page: listed, next } = page(grants, input.Limit ?? 50, input.Marker);
        return {
            Grants: listed.map((grant) => this.listed(key, grant)),
            Truncated: next !== undefined,
            ...(next !== undefined && { NextMarker: next }),
        };
    }

    async RevokeGrant({ KeyId, GrantId, DryRun }: RevokeGrantCommandInput): Promise<object> {
        if (DryRun) throw grantNotImplemented("DryRun");
        this.end(this.findGrant(this.find(KeyId), GrantId));
        return {};
    }

    /**
     * The grant says who may: its retiring principal, its grantee if it includes RetireGrant, and the account that made it, which
     * is its root user. A Deny stops them; an Allow alone helps nobody (AWS: KMS Developer Guide, "Retiring and revoking grants").
     *
     * @throws AwsError NotFoundException, InvalidGrantTokenException, AccessDeniedException, ValidationException (400)
     */
    async RetireGrant({ GrantToken, KeyId, GrantId, DryRun }: RetireGrantCommandInput, by?: Caller): Promise<object> {
        if (DryRun) throw grantNotImplemented("DryRun");
        const grant = GrantToken === undefined ? this.byIds(KeyId, GrantId) : this.byToken(GrantToken);
        this.checkRetirement(grant, this.find(grant.keyId), by);
        this.end(grant);
        return {};
    }

    /** A key's grants, by its ARN. Not an operation of AWS. */
    grantsOf(keyArn: string): readonly KeyGrant[] {
        if (this.grants.size === 0) return [];
        return [...this.grants.values()].filter(({ keyId }) => this.keys.get(keyId)?.arn === keyArn);
    }

    protected override forget(key: Key): void {
        super.forget(key);
        for (const grant of this.ofKey(key)) this.end(grant);
    }

    /**
     * Whoever may make grants only because of a grant gives no more than that grant has (AWS: KMS Developer Guide, "Granting
     * CreateGrant permission").
     */
    private checkDelegation(key: Key, input: CreateGrantCommandInput, by: Caller | undefined): void {
        if (by === undefined) return;
        const [asked] = kmsPermissions.operations.CreateGrant(input, this.context);
        const permission = { ...asked, action: "kms:CreateGrant", resource: key.arn };
        const { question, policies } = this.context.access.considered(by, permission);
        if (evaluate(question, { ...policies, grants: [] }).allowed) return;
        const { statements } = evaluate(question, policies);
        const given = statements.map(({ policy }) => this.grants.get(policy)?.operations ?? []);
        if (given.some((operations) => input.Operations?.every((one) => operations.includes(one)))) return;
        throw accessDeniedException(denialMessage(by.principal, permission, notAllowedByKey), by);
    }

    private checkRetirement(grant: Grant, { arn }: Key, by: Caller | undefined): void {
        if (by === undefined) return;
        const { principal } = by;
        const is = (one: string | undefined): boolean =>
            principal.kind === "identity" && (one === principal.identityArn || one === principal.arn);
        const byGrant =
            is(grant.retiring) ||
            (is(grant.grantee) && grant.operations.includes("RetireGrant")) ||
            is(this.rootOf(grant.issuer));
        const permission = { action: "kms:RetireGrant", resource: arn };
        const decision = this.context.access.decide(by, permission);
        const denied = decision.reason === "denied";
        if (byGrant && !denied) return;
        throw accessDeniedException(denialMessage(principal, permission, denied ? decision : notAllowedByKey), by);
    }

    private ofKey({ id }: Key): Grant[] {
        return [...this.grants.values()].filter(({ keyId }) => keyId === id);
    }

    private findGrant({ id: keyId, arn }: Key, grantId: string | undefined): Grant {
        const grant = this.grants.get(grantId ?? "");
        // The words are inferred.
        if (grant?.keyId !== keyId) throw notFound(`Grant ${grantId ?? ""} of key '${arn}' does not exist`);
        return grant;
    }

    private byIds(keyId: string | undefined, grantId: string | undefined): Grant {
        if (keyId === undefined || grantId === undefined) {
            throw validationException("Either a grant token, or a key and a grant ID, must be given.");
        }
        return this.findGrant(this.find(keyId), grantId);
    }

    private byToken(token: string): Grant {
        const grant = this.grants.get(this.tokens.get(token) ?? "");
        if (!grant) throw new AwsError("InvalidGrantTokenException", "The grant token is invalid.");
        return grant;
    }

    private end({ id }: Grant): void {
        this.grants.delete(id);
        for (const [token, grantId] of this.tokens) if (grantId === id) this.tokens.delete(token);
    }

    private listed({ arn }: Key, grant: Grant): ListedGrant {
        return {
            KeyId: arn,
            GrantId: grant.id,
            Name: grant.name ?? "",
            CreationDate: grant.created,
            GranteePrincipal: grant.grantee,
            ...(grant.retiring !== undefined && { RetiringPrincipal: grant.retiring }),
            IssuingAccount: this.rootOf(grant.issuer),
            Operations: [...grant.operations],
        };
    }

    private rootOf(accountId: string): string {
        return `arn:${this.context.partition}:iam::${accountId}:root`;
    }
}

function isSame(grant: Grant, made: Omit<Grant, "id" | "created">): boolean {
    return (
        grant.name === made.name &&
        grant.grantee === made.grantee &&
        grant.retiring === made.retiring &&
        grant.issuer === made.issuer &&
        [...grant.operations].sort().join() === [...made.operations].sort().join()
    );
}
