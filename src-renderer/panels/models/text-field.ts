/** @file What a text field of the card's form is given, by the name of the field. */
import type { CardDraft } from "./card-draft";

export type TextFieldOf = (field: TextField) => {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
};

type TextField = { [Field in keyof CardDraft]: string extends CardDraft[Field] ? Field : never }[keyof CardDraft];
