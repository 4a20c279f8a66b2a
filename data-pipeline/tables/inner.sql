-- The records that several tables are sums of: a row for each area, category, group of people and
-- month that has any, as fine as the finest of the tables. It is never published.
SELECT
    places.area AS geography,
    codes.category AS {category},
    {each group} "group_{group}_codes".category AS "{group}",
    months.month,
    CAST(SUM(records.weight) AS DECIMAL(20, 0)) AS value
FROM records
JOIN months ON months.dataset = records.dataset AND months.month = records.period
JOIN codes ON codes.code = records."{code}"
JOIN places ON places.place = {place}
{each group} JOIN "group_{group}_codes" ON "group_{group}_codes".code = records."{group}"
{each condition} JOIN "only_{condition}" ON "only_{condition}".code = records."{condition}"
GROUP BY
    places.area,
    codes.category,
    {each group} "group_{group}_codes".category,
    months.month
