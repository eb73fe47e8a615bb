/** What the stand-in takes over from a model: how much it reads and how much it writes. In tokens. */
export interface Checkpoint {
    /** Positions of the encoder; one is taken by the end-of-sequence token. */
    positions: number;
    /** `max_length` and `min_length` of a summary unless the request sets others. */
    maxLength: number;
    minLength: number;
}

/**
 * PEGASUS checkpoints: positions and maximum lengths from `max_model_length` and `max_gen_length` in transformers 3.5
 * (configuration_pegasus.py, after appendix C of the paper). No minimum length is stated there; the published
 * configuration of cnn_dailymail sets 32.
 */
const pegasus: Readonly<Record<string, Checkpoint>> = {
    xsum: { positions: 512, maxLength: 64, minLength: 0 },
    cnn_dailymail: { positions: 1024, maxLength: 128, minLength: 32 },
    newsroom: { positions: 512, maxLength: 128, minLength: 0 },
    wikihow: { positions: 512, maxLength: 256, minLength: 0 },
    multi_news: { positions: 1024, maxLength: 256, minLength: 0 },
    reddit_tifu: { positions: 512, maxLength: 128, minLength: 0 },
    big_patent: { positions: 1024, maxLength: 256, minLength: 0 },
    arxiv: { positions: 1024, maxLength: 256, minLength: 0 },
    pubmed: { positions: 1024, maxLength: 256, minLength: 0 },
    gigaword: { positions: 128, maxLength: 32, minLength: 0 },
    aeslc: { positions: 512, maxLength: 32, minLength: 0 },
    billsum: { positions: 1024, maxLength: 256, minLength: 0 },
    large: { positions: 1024, maxLength: 256, minLength: 0 },
};

/** What PegasusConfig sets when a model's own configuration does not (transformers), with cnn_dailymail's lengths. */
const ownModel: Checkpoint = { positions: 1024, maxLength: 128, minLength: 32 };

/** @param modelId value of `HF_MODEL_ID`; without it, and for a model that is not in the table, an own PEGASUS with 1,024 positions is assumed */
export function checkpointOf(modelId: string | undefined): Checkpoint {
    const name = /^google\/pegasus-(\w+)$/.exec(modelId ?? "")?.[1];
    return (name !== undefined && Object.hasOwn(pegasus, name) && pegasus[name]) || ownModel;
}
