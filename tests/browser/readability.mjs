// How hard a text is to read: the Flesch-Kincaid grade (Kincaid and others 1975), with syllables
// counted as groups of vowels. An estimate for whole pages of English, not for single sentences.

const SILENT_END = /(?:[^laeiouy]e|[^dt]ed|[^scxz]es)$/;

/** The number of syllables of an English word, at least one. */
export function syllables(word) {
  const letters = word.toLowerCase().replace(/[^a-z]/g, "");
  if (letters.length <= 3) return 1;
  const spoken = letters.replace(SILENT_END, (end) => end[0]).replace(/^y/, "");
  return Math.max(1, (spoken.match(/[aeiouy]+/g) ?? []).length);
}

/** Fewer words are a label or a heading, which would make a page look easier than it is. */
const SHORTEST_SENTENCE = 5;

/** The school grade of the sentences in a list of texts. */
export function grade(texts) {
  const sentences = texts.flatMap((text) => text.split(/[.?!:;]+(?:\s|$)/)).map((text) => text.match(/[A-Za-z][A-Za-z'-]*/g) ?? []);
  const spoken = sentences.filter((words) => words.length >= SHORTEST_SENTENCE);
  const words = spoken.flat();
  const count = words.reduce((sum, word) => sum + syllables(word), 0);
  return 0.39 * (words.length / spoken.length) + 11.8 * (count / words.length) - 15.59;
}
