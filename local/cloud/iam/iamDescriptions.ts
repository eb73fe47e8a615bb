/** A role as GetRole tells it; `AssumeRolePolicyDocument` is URL-encoded JSON. */
export interface RoleDescription {
    Path: string;
    RoleName: string;
    RoleId: string;
    Arn: string;
    CreateDate: Date;
    AssumeRolePolicyDocument: string;
    Description?: string;
    MaxSessionDuration: number;
}

/** A managed policy as GetPolicy tells it. */
export interface PolicyDescription {
    PolicyName: string;
    PolicyId: string;
    Arn: string;
    Path: string;
    DefaultVersionId: string;
    AttachmentCount: number;
    IsAttachable: boolean;
    Description?: string;
    CreateDate: Date;
    UpdateDate: Date;
}

/** One version of a managed policy; `Document` is URL-encoded JSON, and absent in lists. */
export interface PolicyVersionDescription {
    VersionId: string;
    IsDefaultVersion: boolean;
    CreateDate: Date;
    Document?: string;
}
