// Where the page begins: the language is loaded first, so that no word is ever shown by its key.
import { mount } from 'svelte';
import App from './App.svelte';
import { loadLanguage } from './text.svelte';
import { applyTheme } from './theme.svelte';
import './theme.css';

applyTheme();
await loadLanguage();
const target = document.getElementById('page');
if (target) mount(App, { target });
