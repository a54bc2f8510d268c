CREATE TABLE IF NOT EXISTS orders (
    id serial PRIMARY KEY,
    article text NOT NULL
);
