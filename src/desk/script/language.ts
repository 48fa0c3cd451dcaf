/** The language that the desk speaks with whoever is signed in: that of the page. */
export type Language = 'zh' | 'en'

const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'

/** Of words in both languages, those to be said. */
export const inLanguage = <T>(words: Record<Language, T>): T => words[language]
