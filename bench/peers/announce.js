/** A peer is a process of its own: it tells its port on standard output, and ends with SIGTERM. */
export function announce(server) {
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready ${server.address().port}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
  process.once('disconnect', () => process.exit(0));
}
