/**
 * Accounts of AWS Deep Learning Containers' registries, one for most regions (aws/sagemaker-python-sdk,
 * image_uri_config/huggingface.json). AWS publishes fixes under new tags with the same version in front; a tag with a full version
 * is taken to stay, which is inferred.
 */
export const deepLearningContainerAccounts: readonly string[] = [
    "763104351884",
    "204538143572",
    "217643126080",
    "364406365360",
    "380420809688",
    "442386744353",
    "446045086412",
    "457447274322",
    "503227376785",
    "626614931356",
    "692866216735",
    "727897471807",
    "772153158452",
    "780543022126",
    "871362719292",
    "907027046896",
    "914824155844",
];
