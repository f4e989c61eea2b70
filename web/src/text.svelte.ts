// Every word that the page itself says comes from here: Fluent messages, one folder a language, one file a page.
// Words of reports never pass through; they are shown by `parts/Cell.svelte`.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

/** Languages of the page: code, own name, direction. */
export const LANGUAGES = [
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'ru', name: 'Русский', dir: 'ltr' },
] as const;

export type Language = (typeof LANGUAGES)[number]['code'];

const KEPT = 'qantar.language';
const catalogues: Record<Language, () => Promise<{ default: string }>> = {
  en: () => import('./locales/en/index'),
  ru: () => import('./locales/ru/index'),
};

class Words {
  language = $state<Language>('en');
  /** The chosen language first, English behind it for what is not yet said. */
  bundles = $state.raw<FluentBundle[]>([]);
}

const words = new Words();

/** The language wanted: kept from last time, else the browser's, else English. */
function wanted(): Language {
  const known = (code: string | null): code is Language => LANGUAGES.some((l) => l.code === code);
  const kept = localStorage.getItem(KEPT);
  if (known(kept)) return kept;
  return navigator.languages.map((l) => l.slice(0, 2)).find(known) ?? 'en';
}

async function bundle(language: Language): Promise<FluentBundle> {
  const made = new FluentBundle(language, { useIsolating: true });
  made.addResource(new FluentResource((await catalogues[language]()).default));
  return made;
}

/** Loads and shows a language: the wanted one where none is named. */
export async function loadLanguage(language: Language = wanted()) {
  const codes: Language[] = language === 'en' ? ['en'] : [language, 'en'];
  words.bundles = await Promise.all(codes.map(bundle));
  words.language = language;
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES.find((l) => l.code === language)?.dir ?? 'ltr';
}

/** Changes the language and keeps the choice on this computer. */
export async function setLanguage(language: Language) {
  localStorage.setItem(KEPT, language);
  await loadLanguage(language);
}

export function language(): Language {
  return words.language;
}

/** A message in the page's language. An unknown message gives its own name, which the tests forbid. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  for (const bundle of words.bundles) {
    const pattern = bundle.getMessage(id)?.value;
    if (pattern) return bundle.formatPattern(pattern, args ?? null, []);
  }
  return id;
}

/** Whether a message is there: for codes that the server sends and this page may not know. */
export function has(id: string): boolean {
  return words.bundles.some((b) => b.hasMessage(id));
}

/** A code of the ontology in words: `type-PROTEST`, `mode-riot`, `status-planned`; a code without a message is shown plainly. */
export function coded(kind: string, code: string): string {
  const id = `${kind}-${code}`;
  return has(id) ? t(id) : code.toLowerCase().replaceAll('-', ' ').replaceAll('_', ' ');
}

/** What was done, by type and way: the way where it says more than the type. */
export function deed(type: string, mode: string | null): string {
  if (!mode || mode === 'other') return coded('type', type);
  return has(`mode-${type}-${mode}`) ? t(`mode-${type}-${mode}`) : coded('mode', mode);
}

/** A whole number with the language's separators. */
export function count(n: number): string {
  return new Intl.NumberFormat(words.language).format(n);
}
