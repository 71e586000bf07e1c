/** @file The name of the database inside a project folder, which workers open by themselves. */
export const PROJECT_DATABASE = "overread.sqlite";
