// One file a page; they are one catalogue.
const files = import.meta.glob<string>('./*.ftl', { eager: true, query: '?raw', import: 'default' });

export default Object.values(files).join('\n');
