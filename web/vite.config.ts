// The page is built into the server's crate, which embeds it. Nothing is inlined, so that the strictest
// Content-Security-Policy (no inline script, no inline style) holds; the same sources give the same bytes.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `qantar serve` listens while the page is worked on. */
const server = process.env['QANTAR_SERVER'] ?? 'http://127.0.0.1:8765';

export default defineConfig({
  plugins: [svelte()],
  base: '/',
  server: { port: 5173, strictPort: true, proxy: { '/api': { target: server, changeOrigin: true, headers: { origin: server } } } },
  build: {
    outDir: '../crates/qantar-serve/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1500,
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
