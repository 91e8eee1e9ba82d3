/** Mercurius alone: nothing is asked about fields, and the tenant comes from a header. */
import { serveMercurius } from './mercurius-server.js';

await serveMercurius();
