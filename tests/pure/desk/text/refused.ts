/** What does not open: it says more than a document of the desk can. Numbers of CommonMark's examples. */
export const REFUSED_EXAMPLES: Record<string, number[]> = {
  // Emphasis within the same emphasis, or right beside it.
  'Emphasis and strong emphasis': [
    369, 373, 389, 407, 408, 409, 417, 418, 419, 425, 426, 427, 432, 461, 463, 464, 465, 466, 468,
  ],
  // Control characters and white space by their numbers.
  'Entity and numeric character references': [26, 39, 40],
  // HTML that is not closed.
  'HTML blocks': [173],
  // A title of several lines.
  'Link reference definitions': [196],
  // Headings of several lines.
  'Setext headings': [81, 82, 95],
}

/** Numbers of articles: each has bold words within bold words. */
export const REFUSED_ARTICLES = [25, 117, 351, 499]
