/** @file Names inside a project folder that jobs and workers rely on. */
export const PROJECT_DATABASE = "overread.sqlite";
export const PROJECT_MODELS = "models";
