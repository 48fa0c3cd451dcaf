declare module '@adobe/structured-data-validator' {
  export default class Validator {
    validate(data: unknown): Promise<{ severity: 'ERROR' | 'WARNING'; issueMessage: string }[]>
  }
}

declare module '@marbec/web-auto-extractor' {
  export default class WebAutoExtractor {
    constructor(options: { addLocation: boolean })
    parse(html: string): { jsonld: Record<string, unknown[]> }
  }
}

declare module 'markdown-it-footnote' {
  const footnote: (md: import('markdown-it').MarkdownIt) => void
  export default footnote
}

declare module 'wpapi' {
  export default class WPAPI {
    static discover(url: string): Promise<{ posts(): { get(): Promise<unknown[]> } }>
    constructor(options: object)
  }
}
