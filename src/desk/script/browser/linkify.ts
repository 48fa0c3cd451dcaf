/** In place of `linkify-it`, for markdown-it: addresses in a text become no links here by themselves. */
export class LinkifyIt {}
