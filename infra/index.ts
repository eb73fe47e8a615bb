import * as pulumi from "@pulumi/pulumi";

import { prefixes } from "../contract/names";
import { type Outputs } from "../contract/outputs";
import { Alarms } from "./alarms";
import { BacklogScaling } from "./autoscaling";
import { CallerPolicy } from "./callerPolicy";
import { loadConfiguration } from "./config";
import { Encryption } from "./encryption";
import { AsyncEndpoint } from "./endpoint";
import { EndpointLogs } from "./endpointLogs";
import { ExecutionRole } from "./executionRole";
import { deletionGuards } from "./guards";
import { SummarizationModel } from "./model";
import { Notifications } from "./notifications";
import { Storage } from "./storage";

/** The whole stack. Pulumi calls it and takes what it returns for the stack's outputs. */
async function program(): Promise<{ [K in keyof Outputs]: pulumi.Input<Outputs[K]> }> {
    const { settings, place, names, image } = await loadConfiguration();

    const encryption = new Encryption("encryption", {
        place,
        aliasName: names.keyAlias.name,
        deletionWindowInDays: settings.keyDeletionWindowInDays,
        protect: settings.protect,
    });
    const { keyArn } = encryption;
    const storage = new Storage("storage", {
        inputBucket: names.inputBucket,
        outputBucket: names.outputBucket,
        keyArn,
        expirationDays: settings.objectExpirationDays,
        forceDestroy: settings.forceDestroy,
        protect: settings.protect,
    });
    const notifications = new Notifications("notifications", {
        place,
        names,
        keyArn,
        successEmails: settings.successEmails,
        errorEmails: settings.errorEmails,
    });
    const executionRole = new ExecutionRole("execution", {
        place,
        names,
        image,
        modelDataUrl: settings.modelDataUrl,
    });
    const callerPolicy = new CallerPolicy("caller", { place, names });
    const model = new SummarizationModel(
        "model",
        {
            image,
            ownImage: settings.image !== "",
            executionRoleArn: executionRole.arn,
            task: settings.task,
            modelId: settings.modelId,
            modelRevision: settings.modelRevision,
            modelDataUrl: settings.modelDataUrl,
            hubToken: settings.hubToken === "" ? undefined : pulumi.secret(settings.hubToken),
            workers: settings.maxConcurrentInvocationsPerInstance,
            invocationTimeoutSeconds: settings.invocationTimeoutSeconds,
        },
        // SageMaker checks with the role's policy that it can reach image and artifact.
        { dependsOn: executionRole },
    );
    const logs = new EndpointLogs("logs", {
        logGroupName: names.logGroup.name,
        retentionInDays: settings.logRetentionDays,
    });
    const { endpoint, endpointConfigName, variantName } = new AsyncEndpoint(
        "endpoint",
        {
            endpointName: names.endpoint.name,
            variantName: settings.variantName,
            modelName: model.modelName,
            instanceType: settings.instanceType,
            keyArn,
            outputBucketName: names.outputBucket.name,
            successTopicArn: notifications.successTopicArn,
            errorTopicArn: notifications.errorTopicArn,
            maxConcurrentInvocationsPerInstance: settings.maxConcurrentInvocationsPerInstance,
            containerStartupHealthCheckTimeoutInSeconds: settings.containerStartupHealthCheckTimeoutInSeconds,
            modelDataDownloadTimeoutInSeconds: settings.modelDataDownloadTimeoutInSeconds,
            volumeSizeInGb: settings.volumeSizeInGb,
            ...(settings.guardDeletes && { guards: deletionGuards(names.endpoint.name, place.region) }),
        },
        // It must find all that it uses from its first moment, and have it until it is gone.
        { dependsOn: [encryption, storage, notifications, executionRole, logs] },
    );
    new BacklogScaling("scaling", {
        endpoint,
        variantName,
        names,
        minCapacity: settings.minCapacity,
        maxCapacity: settings.maxCapacity,
        backlogPerInstance: settings.backlogPerInstance,
        scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
        scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
        wakeUpScalingAdjustment: settings.wakeUpScalingAdjustment,
    });

    const alarms = new Alarms(
        "alarms",
        {
            place,
            names,
            keyArn,
            endpointName: endpoint.name,
            variantName: settings.variantName,
            oldestRequestSeconds: settings.oldestRequestAlarmSeconds,
            emails: settings.alarmEmails,
        },
        // Its queue and its subscriptions need the dead letter queues.
        { dependsOn: notifications },
    );

    return {
        region: place.region,
        endpointName: endpoint.name,
        endpointArn: endpoint.arn,
        endpointConfigName,
        variantName,
        modelName: model.modelName,
        instanceType: settings.instanceType,
        inputBucketName: names.inputBucket.name,
        inputPrefix: prefixes.input,
        outputBucketName: names.outputBucket.name,
        outputPrefix: prefixes.output,
        failurePrefix: prefixes.failure,
        keyArn,
        successTopicArn: notifications.successTopicArn,
        errorTopicArn: notifications.errorTopicArn,
        smokeInboxUrl: notifications.smokeInboxUrl,
        loadInboxUrl: notifications.loadInboxUrl,
        alarmTopicArn: alarms.topicArn,
        alarmInboxUrl: alarms.inboxUrl,
        callerPolicyArn: callerPolicy.arn,
        executionRoleArn: executionRole.arn,
        wakeUpAlarmName: names.wakeUpAlarm.name,
        logGroupName: logs.logGroupName,
        minCapacity: settings.minCapacity,
        maxCapacity: settings.maxCapacity,
        invocationTimeoutSeconds: settings.invocationTimeoutSeconds,
    };
}

export = program;
