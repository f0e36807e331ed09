// The content collection of newsloom's records; made by newsloom, so do not edit it.
//
// src/content.config.ts of your site:
//
//   import { news } from "./content/newsloom";
//   export const collections = { news };
//
// If newsloom publishes into another folder than the site's own, say where:
//
//   import { newsFrom } from "../newsloom/src/content/newsloom";
//   export const collections = { news: newsFrom("./newsloom/src/content/news") };

import { defineCollection, z } from "astro:content";
import { glob } from "astro/loaders";

const time = z.string().datetime();
const address = z.string().regex(/^https?:\/\/[^\s"<>]+$/);

const image = z.object({
  url: address,
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  isCached: z.boolean().optional(),
  title: z.string().optional(),
});

const provider = z.object({
  name: z.string(),
  domain: z.string(),
  images: z.array(image).optional(),
});

const report = {
  title: z.string(),
  excerpt: z.string(),
  publishedDateTime: time,
  webUrl: address.optional(),
  ampWebUrl: address.optional(),
  cdnAmpWebUrl: address.optional(),
  type: z.enum(["article", "video"]),
  provider,
  quality: z.number().int().optional(),
  images: z.array(image).optional(),
};

const score = z.object({
  value: z.number().int(),
  parts: z
    .array(z.object({ name: z.string(), points: z.number().int(), reason: z.string().optional() }))
    .optional(),
});

// Fields that later versions add are kept.
export const record = z
  .object({
    category: z.literal("news"),
    ...report,
    originalUrl: address.optional(),
    heat: z.number().int().optional(),
    published: z.boolean().optional(),
    topics: z.array(z.string()).optional(),
    related: z.array(z.object(report)).optional(),
    schema: z.number().int().optional(),
    id: z.string().optional(),
    story: z.string().optional(),
    language: z.string().optional(),
    updatedDateTime: time.optional(),
    authors: z.array(z.string()).optional(),
    genre: z.string().optional(),
    copies: z.number().int().optional(),
    independent: z.number().int().optional(),
    leader: z.string().optional(),
    correction: z.string().optional(),
    withdrawn: time.optional(),
    standing: z.string().optional(),
    scores: z.object({ quality: score.optional(), heat: score.optional() }).optional(),
  })
  .passthrough();

export const schema = z.object({
  title: z.string(),
  description: z.string(),
  pubDate: z.coerce.date(),
  updatedDate: z.coerce.date(),
  tags: z.array(z.string()),
  draft: z.boolean(),
  record,
});

export const newsFrom = (base: string) =>
  defineCollection({ loader: glob({ pattern: "*.md", base }), schema });

export const news = newsFrom("./src/content/news");
